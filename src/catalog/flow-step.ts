import * as z from 'zod';
import { advance, segments } from '../flow-engine/index.ts';
import type { FlowContext, FlowEvent, FlowState } from '../flow-engine/types.ts';
import { AppError } from '../shared/errors.ts';
import type { Catalogue } from './catalogue.ts';

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), flow: z.string().optional(), card: z.string().optional() }),
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('choice'), at: z.string(), value: z.string() }),
  z.object({ type: z.literal('unclear') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('due') }),
  z.object({
    type: z.literal('media'),
    kind: z.enum(['photo', 'location', 'file', 'voice', 'other']),
    latitude: z.string().max(40).optional(),
    longitude: z.string().max(40).optional(),
  }),
]);

const contextSchema = z.object({
  address: z.string().max(40).optional(),
  now: z.int().min(0).optional(),
  seed: z.string().max(200).optional(),
  audience: z.object({ segment: z.enum(segments).optional(), largeSteps: z.boolean().optional() }).optional(),
  assisted: z.boolean().optional(),
});

const lineSchema = z.object({
  flow: z.string().optional(),
  state: z.record(z.string(), z.unknown()).nullish(),
  event: eventSchema.nullish(),
  context: contextSchema.optional(),
});

const shape =
  '{"flow":"<flow id or card slug>","state":null or the last state,"event":{"type":"start|text|choice|media|unclear|resume|due",…}}';

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
  return event as FlowEvent;
}

function answerLine(catalogue: Catalogue, line: string): object {
  try {
    const parsed = parseLine(line);
    // The engine itself decides whether the state is one of ours.
    const state = (parsed.state ?? null) as FlowState | null;
    // zod writes optional fields as `T | undefined`; what it parsed from JSON never holds an explicit undefined.
    const [event, context] = [eventOf(catalogue, parsed), (parsed.context ?? {}) as FlowContext];
    return advance(catalogue, state, event, context);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { error: { code: error.code, message: error.message } };
  }
}

/**
 * The pure engine from outside: each input line is `{"flow","state","event"}`, each output line `{"state","actions"}`.
 * `flow` is a flow id or a card slug, needed to start. Without an event, a null state starts and another resumes (says
 * the waiting step again). `context` is who is spoken to and when: `address`, `now` (epoch ms), `seed`, `audience`
 * (`segment`, `largeSteps`), `assisted`, as in `FlowContext`. A line that cannot be read answers
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
