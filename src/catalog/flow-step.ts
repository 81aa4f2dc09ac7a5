import * as z from 'zod';
import { advance } from '../flow-engine/index.ts';
import type { FlowEvent, FlowState } from '../flow-engine/types.ts';
import { AppError } from '../shared/errors.ts';
import type { Catalogue } from './catalogue.ts';

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), flow: z.string().optional(), card: z.string().optional() }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('choice'), at: z.string(), value: z.string() }),
  z.object({ type: z.literal('unclear') }),
  z.object({ type: z.literal('resume') }),
]);

const lineSchema = z.object({
  flow: z.string().optional(),
  state: z.record(z.string(), z.unknown()).nullish(),
  event: eventSchema.nullish(),
  context: z.object({ address: z.string().max(40).optional() }).optional(),
});

const shape =
  '{"flow":"<flow id or card slug>","state":null or the last state,"event":{"type":"start|text|choice|unclear|resume",…}}';

function parseLine(line: string): z.infer<typeof lineSchema> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (cause) {
    throw new AppError('FLOW_STEP_INVALID', `the line is not JSON; expected ${shape}`, { cause });
  }
  const parsed = lineSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.map(String).join('.') || 'the line';
  throw new AppError('FLOW_STEP_INVALID', `${where}: ${issue?.message ?? 'unreadable'}; expected ${shape}`);
}

function startOf(catalogue: Catalogue, id: string | undefined): FlowEvent {
  if (id !== undefined && catalogue.flow(id)) return { type: 'start', flow: id };
  if (id !== undefined && catalogue.card(id)) return { type: 'start', card: id };
  const message = `there is no flow or card "${id ?? ''}"; name one of flows/ or content/answers/ without its extension`;
  throw new AppError('FLOW_STEP_INVALID', message);
}

function eventOf(catalogue: Catalogue, line: z.infer<typeof lineSchema>): FlowEvent {
  const { flow, state, event } = line;
  if (!event) return state ? { type: 'resume' } : startOf(catalogue, flow);
  if (event.type === 'start') return startOf(catalogue, event.flow ?? event.card ?? flow);
  return event;
}

function answerLine(catalogue: Catalogue, line: string): object {
  try {
    const parsed = parseLine(line);
    // The engine itself decides whether the state is one of ours.
    const state = (parsed.state ?? null) as FlowState | null;
    const { address } = parsed.context ?? {};
    return advance(catalogue, state, eventOf(catalogue, parsed), address === undefined ? {} : { address });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { error: { code: error.code, message: error.message } };
  }
}

/**
 * The pure engine from outside: each input line is `{"flow","state","event"}`, each output line `{"state","actions"}`.
 * `flow` is a flow id or a card slug, needed to start. Without an event, a null state starts and another resumes (says
 * the waiting step again). `context.address` sets the form of address. A line that cannot be read answers
 * `{"error":{"code":"FLOW_STEP_INVALID","message"}}` and the next line is taken; empty lines are skipped.
 */
export async function runFlowStep(
  catalogue: Catalogue,
  lines: AsyncIterable<string>,
  write: (line: string) => void,
): Promise<void> {
  for await (const line of lines) {
    if (line.trim() !== '') write(`${JSON.stringify(answerLine(catalogue, line))}\n`);
  }
}
