using System.Diagnostics;
using System.Globalization;

namespace AppTests;

/// <summary>
/// Hosts with addresses of their own on one switch: network namespaces, which only the processes in them and this one know. They are gone with the last of these
/// processes; those that hold them end by themselves after a quarter of an hour, however the test ends.
/// </summary>
public sealed class HostNetwork : IDisposable
{
    readonly List<Process> held = [];
    readonly Process hub;

    HostNetwork()
    {
        hub = Hold();
        Run([.. On(hub), "ip", "link", "add", "switch", "type", "bridge"]);
        Run([.. On(hub), "ip", "link", "set", "switch", "up"]);
    }

    /// <summary>Makes one; where that cannot be, the test is skipped.</summary>
    public static HostNetwork Make()
    {
        var whyNot = !OperatingSystem.IsLinux() ? "network namespaces are Linux's"
            : Environment.UserName != "root" ? "only root makes hosts of their own"
            : !Directory.GetFiles("/usr/sbin").Concat(Directory.GetFiles("/sbin")).Any(f => Path.GetFileName(f) == "ip") ? "ip(8) is missing: install iproute2"
            : Code(["unshare", "--net", "true"]) != 0 ? "this machine makes no network namespaces" : null;
        Assert.SkipWhen(whyNot is not null, $"No hosts can be made: {whyNot}.");
        return new HostNetwork();
    }

    /// <summary>Adds a host and plugs it in.</summary>
    public Host Add()
    {
        var holder = Hold();
        var host = new Host(this, On(holder), held.Count - 1);
        Run(["ip", "link", "add", host.Cable, "netns", Id(hub), "type", "veth", "peer", "name", "eth0", "netns", Id(holder)]);
        Run([.. host.Where, "ip", "address", "add", $"{host.Address}/24", "dev", "eth0"]);
        foreach (var device in new[] { "lo", "eth0" }) Run([.. host.Where, "ip", "link", "set", device, "up"]);
        Run([.. On(hub), "ip", "link", "set", host.Cable, "up"]);
        host.Plug();
        return host;
    }

    public void Dispose()
    {
        foreach (var process in held)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }

    Process Hold()
    {
        var process = Process.Start(new ProcessStartInfo("unshare", ["--net", "sleep", "900"]))!;
        held.Add(process);
        var own = File.ResolveLinkTarget("/proc/self/ns/net", false)!.Name;
        while (File.ResolveLinkTarget($"/proc/{process.Id}/ns/net", false)!.Name == own) Thread.Sleep(10);
        return process;
    }

    static string[] On(Process holder) => ["nsenter", "--target", Id(holder), "--net"];

    static string Id(Process process) => process.Id.ToString(CultureInfo.InvariantCulture);

    static void Run(string[] command)
    {
        if (Code(command) is not 0 and var code) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {code}.");
    }

    static int Code(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
        process.WaitForExit();
        return process.ExitCode;
    }

    /// <summary>One host.</summary>
    public sealed class Host(HostNetwork network, string[] where, int number)
    {
        public string Address { get; } = $"10.77.0.{number}";

        /// <summary>The words before a command that run it here.</summary>
        public string[] Where => where;

        internal string Cable { get; } = $"cable{number}";

        /// <summary>From now on nothing reaches it and nothing comes from it; nobody is told.</summary>
        public void Unplug() => Run([.. On(network.hub), "ip", "link", "set", Cable, "nomaster"]);

        /// <summary>It is reached again.</summary>
        public void Plug() => Run([.. On(network.hub), "ip", "link", "set", Cable, "master", "switch"]);
    }
}
