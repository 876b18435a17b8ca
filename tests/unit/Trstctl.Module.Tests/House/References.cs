using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Trstctl.Module.Tests.House;

/// <summary>What the compiled code of a type refers to.</summary>
internal static class References
{
    /// <summary>The full names of all types in its declaration and its code, nested types and lambdas included.</summary>
    public static IReadOnlySet<string> Of(TypeDefinition type)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Collect(type, found);
        return found;
    }

    /// <summary>The same of what others can see of it.</summary>
    public static IReadOnlySet<string> OfSurface(TypeDefinition type)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Add(type.BaseType, found);
        type.Interfaces.ToList().ForEach(i => Add(i.InterfaceType, found));
        type.Fields.Where(f => f.IsPublic).ToList().ForEach(f => Add(f.FieldType, found));
        type.Methods.Where(m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly).ToList().ForEach(m => AddSignature(m, found));
        return found;
    }

    private static void Collect(TypeDefinition type, HashSet<string> found)
    {
        Add(type.BaseType, found);
        type.Interfaces.ToList().ForEach(i => Add(i.InterfaceType, found));
        type.GenericParameters.SelectMany(p => p.Constraints).ToList().ForEach(c => Add(c.ConstraintType, found));
        type.Fields.ToList().ForEach(f => Add(f.FieldType, found));
        AddAttributes(type, found);
        type.Properties.ToList().ForEach(p => AddAttributes(p, found));
        foreach (var method in type.Methods)
        {
            AddSignature(method, found);
            AddAttributes(method, found);
            method.GenericParameters.SelectMany(p => p.Constraints).ToList().ForEach(c => Add(c.ConstraintType, found));
            if (method.HasBody)
            {
                method.Body.Variables.ToList().ForEach(v => Add(v.VariableType, found));
                method.Body.ExceptionHandlers.ToList().ForEach(h => Add(h.CatchType, found));
                method.Body.Instructions.ToList().ForEach(i => AddOperand(i, found));
            }
        }

        foreach (var nested in type.NestedTypes)
        {
            Collect(nested, found);
        }
    }

    private static void AddOperand(Instruction instruction, HashSet<string> found)
    {
        switch (instruction.Operand)
        {
            case TypeReference type:
                Add(type, found);
                break;
            case FieldReference field:
                Add(field.DeclaringType, found);
                Add(field.FieldType, found);
                break;
            case MethodReference method:
                AddSignature(method, found);
                break;
        }
    }

    private static void AddSignature(MethodReference method, HashSet<string> found)
    {
        Add(method.DeclaringType, found);
        Add(method.ReturnType, found);
        method.Parameters.ToList().ForEach(p => Add(p.ParameterType, found));
        (method as GenericInstanceMethod)?.GenericArguments.ToList().ForEach(a => Add(a, found));
    }

    private static void AddAttributes(ICustomAttributeProvider provider, HashSet<string> found) =>
        provider.CustomAttributes.ToList().ForEach(a => Add(a.AttributeType, found));

    private static void Add(TypeReference? type, HashSet<string> found)
    {
        switch (type)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType generic:
                generic.GenericArguments.ToList().ForEach(a => Add(a, found));
                Add(generic.ElementType, found);
                return;
            case TypeSpecification wrapped:
                Add(wrapped.ElementType, found);
                return;
        }

        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        found.Add(BuiltCode.NameOf(type));
    }
}
