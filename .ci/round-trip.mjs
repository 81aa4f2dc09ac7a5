// Waits until the server at the given address is ready, then chats with it as a resident of the demo.
const READY_WITHIN_MS = 60_000;
const ANSWER_WITHIN_MS = 15_000;
const EVERY_MS = 200;

const base = process.argv[2];

const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY_MS));

async function getJson(path, init) {
  const response = await fetch(`${base}${path}`, init);
  if (!response.ok) throw new Error(`${path} answered ${response.status}, expected 200`);
  return response.json();
}

/** Asks until `attempt` returns something, or fails with the last reason. */
async function until(what, withinMs, attempt) {
  const deadline = Date.now() + withinMs;
  let reason = 'it never happened';
  while (Date.now() < deadline) {
    try {
      const found = await attempt();
      if (found !== undefined) return found;
    } catch (error) {
      reason = error.message;
    }
    await pause();
  }
  throw new Error(`${what} within ${withinMs / 1000} s: ${reason}`);
}

const started = Date.now();
await until('/readyz answers 200', READY_WITHIN_MS, () => getJson('/readyz'));
console.log(`ready after ${Date.now() - started} ms`);

const { residents } = await getJson('/emulator/api/state');
const path = `/emulator/api/residents/${residents[0].id}/messages`;
const fromOa = async () => (await getJson(path)).filter((message) => message.from === 'oa');
const before = (await fromOa()).length;
await getJson(path, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ kind: 'text', text: 'xin chào' }),
});
const answer = await until('an answer to "xin chào" arrives', ANSWER_WITHIN_MS, async () => (await fromOa())[before]);
console.log(`answered: ${answer.text?.split('\n')[0]}`);
