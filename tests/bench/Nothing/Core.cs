namespace Nothing
{
    /// <summary>A library that does nothing.</summary>
    public static class Core
    {
    }
}
