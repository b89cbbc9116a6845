// Loaded before Prism: ends it when the process that started it is gone, however that ended.
// Standard input is a pipe from that process; nothing is ever written into it.
process.stdin.on("end", () => process.exit(0));
process.stdin.on("error", () => process.exit(0));
process.stdin.resume();
