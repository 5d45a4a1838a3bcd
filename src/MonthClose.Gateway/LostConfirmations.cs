namespace MonthClose.Gateway;

/// <summary>What the network loses of a confirmation.</summary>
enum Loss
{
    None,
    Request,
    Answer,
}

/// <summary>Confirmations that the network loses, chosen by seed and key.</summary>
static class LostConfirmations
{
    public static Loss Of(ApiRequest request, SimulatedGatewayOptions options)
    {
        if (options.LoseAnswers == 0 && options.LoseRequests == 0 || !request.IsConfirmation) return Loss.None;
        var dice = Convert.ToInt32(ApiRequest.Hash($"{options.Seed}/{request.Key}")[..6], 16) / (double)0x1000000;
        if (dice < options.LoseRequests) return Loss.Request;
        return dice < options.LoseRequests + options.LoseAnswers ? Loss.Answer : Loss.None;
    }
}
