// Loaded into a child process before the product: each SIGUSR2 sets the wall clock off by the next of the given offsets.
// Timers go on as they would after a real jump: they run on the monotonic clock.
const offsets = (process.env.TEST_CLOCK_OFFSETS_MS ?? '').split(',').map(Number);
const machineNow = Date.now;
const MachineDate = Date;
let offsetMs = 0;
Date.now = () => machineNow() + offsetMs;
globalThis.Date = new Proxy(MachineDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [Date.now()] : args, newTarget),
});
process.on('SIGUSR2', () => {
  offsetMs = offsets.shift() ?? offsetMs;
});
