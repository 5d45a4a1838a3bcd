namespace MonthClose.Gateway;

/// <summary>What a request came to.</summary>
/// <param name="Response">Its answer.</param>
/// <param name="Keep">Whether the answer is saved under its key: not for what failed before anything began, nor for faults.</param>
/// <param name="Changed">The PaymentIntent that an event tells of; null: nothing has changed.</param>
readonly record struct Outcome(ApiResponse Response, bool Keep, PaymentIntentRow? Changed = null);
