using Gateway.Silo;

return await SiloCommand.RunAsync(args, Console.Error);
