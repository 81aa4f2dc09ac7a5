/** What a reverse proxy knows of the replicas behind it. */
export interface HealthChecks {
  readonly isReady: (port: number) => boolean;
  stop(): void;
}

const EVERY_MS = 100;
const ANSWER_MS = 2_000;

/** Asks each port for `/readyz` ten times a second; a port counts as ready until it says otherwise. */
export function startHealthChecks(ports: readonly number[]): HealthChecks {
  const away = new Set<number>();
  let isOver = false;
  const watch = async (port: number): Promise<void> => {
    while (!isOver) {
      const isUp = await fetch(`http://127.0.0.1:${port}/readyz`, {
        headers: { connection: 'close' },
        signal: AbortSignal.timeout(ANSWER_MS),
      }).then(
        async (response) => {
          await response.arrayBuffer();
          return response.status === 200;
        },
        () => false,
      );
      if (isUp) away.delete(port);
      else away.add(port);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  };
  for (const port of ports) void watch(port);
  return {
    isReady: (port) => !away.has(port),
    stop() {
      isOver = true;
    },
  };
}
