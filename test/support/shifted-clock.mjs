// Loaded into a child process before the product, so that its clock agrees with the test's and it is never quiet hours.
const offsetMs = Number(process.env.TEST_CLOCK_OFFSET_MS ?? 0);
const machineNow = Date.now;
Date.now = () => machineNow() + offsetMs;
