using Gateway.Management;
using Gateway.Silo;

SocketEvents.RunInline();
return await SiloCommand.RunAsync(args, Console.Error);
