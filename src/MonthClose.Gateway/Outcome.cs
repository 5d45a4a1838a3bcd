namespace MonthClose.Gateway;

/// <summary>What a request came to.</summary>
/// <param name="Response">Its answer.</param>
/// <param name="Keep">Whether the answer is saved under its key: not for what failed before anything began, nor for faults.</param>
readonly record struct Outcome(ApiResponse Response, bool Keep);
