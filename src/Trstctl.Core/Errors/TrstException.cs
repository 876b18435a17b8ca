namespace Trstctl;

/// <summary>What kind of failure an error is; a shell maps it to its own categories.</summary>
public enum ErrorKind
{
    /// <summary>The caller's input is not acceptable.</summary>
    InvalidInput,

    /// <summary>The caller may not do this, or not yet.</summary>
    Denied,

    /// <summary>The named thing does not exist here.</summary>
    NotFound,

    /// <summary>The thing exists, but its state does not allow the act.</summary>
    InvalidState,

    /// <summary>Stored data contradicts what was signed.</summary>
    Damaged,

    /// <summary>A resource (key, store, clock, console) cannot be had.</summary>
    Unavailable,
}

/// <summary>Every refusal of Trstctl: a stable id, what was expected and found, and what to do about it.</summary>
public sealed class TrstException : Exception
{
    public TrstException(ErrorId id, params object[] details)
        : this(id, null, null, details)
    {
    }

    public TrstException(ErrorId id, Exception? inner, object? target, params object[] details)
        : base(Strings.Message(id, details), inner)
    {
        Id = id;
        Target = target;
        Details = details;
    }

    /// <summary>The stable id; scripts see its name as the first part of the FullyQualifiedErrorId.</summary>
    public ErrorId Id { get; }

    /// <summary>What the refused act was aimed at, when that is known.</summary>
    public object? Target { get; }

    /// <summary>What the caller can do now; empty until a shell says it.</summary>
    public string RecommendedAction { get; private set; } = string.Empty;

    public ErrorKind Kind => FailsAsAttribute.KindOf(Id);

    internal object[] Details { get; }

    /// <summary>What fills this place of the message, or follows it; null where nothing does.</summary>
    public string? Detail(int place) => place < Details.Length ? Details[place].ToString() : null;

    /// <summary>Only a shell knows the commands that help. The details of the message fill the places of its text.</summary>
    public void Advise(string text) => RecommendedAction = Strings.Fill(text, Details);
}
