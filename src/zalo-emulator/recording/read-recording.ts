import type * as z from 'zod';
import { EmulatorError } from '../errors.ts';
import { checkSettings } from '../settings-check.ts';
import { RECORDING_VERSION } from './model.ts';
import type { RecordedEvent, Recording, RecordingStart } from './model.ts';
import { oaActShape, recordingShape, stepShape } from './recording-shape.ts';

/**
 * Checks that a value (parsed JSON) is a recording of this version whose people and files are known.
 *
 * @throws EmulatorError EMULATOR_INPUT_INVALID naming the first field that is wrong
 */
export function checkRecording(value: unknown): Recording {
  const frame = check(recordingShape, value, []);
  const recording: Recording = {
    version: frame.version,
    start: { ...frame.start, settings: known('start.settings', frame.start.settings) } as RecordingStart,
    events: frame.events.map(toEvent),
    media: frame.media,
  };
  checkNames(recording);
  return recording;
}

/** A recording as text: one event a line, so that a changed answer is one changed line. */
export function formatRecording({ version, start, events, media }: Recording): string {
  const frame = JSON.stringify({ version, start, events: [], media }, null, 2);
  if (events.length === 0) return `${frame}\n`;
  const lines = events.map((event) => `    ${JSON.stringify(event)}`).join(',\n');
  // the first of its kind at this depth: nothing before it is the recording's own key "events"
  return `${frame.replace('\n  "events": []', () => `\n  "events": [\n${lines}\n  ]`)}\n`;
}

function toEvent(event: object, index: number): RecordedEvent {
  const path = ['events', index];
  if ('oa' in event) return check(oaActShape, event, path) as RecordedEvent;
  const step = check(stepShape, event, path);
  if (step.does === 'changeSettings') {
    return { ...step, change: known(`events.${index}.change`, step.change) };
  }
  return step as RecordedEvent;
}

function known(field: string, settings: Record<string, unknown>): Record<string, unknown> {
  try {
    return checkSettings(settings);
  } catch (error) {
    throw invalid(field, error instanceof Error ? error.message : String(error));
  }
}

function check<T>(shape: z.ZodType<T>, value: unknown, path: readonly (string | number)[]): T {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid([...path, ...(issue?.path ?? [])].join('.') || 'version', issue?.message ?? '');
}

/** Groups are not checked: the OA may create one, and its name is not known before. */
function checkNames({ start, events, media }: Recording): void {
  const people = new Set(start.residents.map(({ name }) => name));
  if (people.size < start.residents.length) throw invalid('start.residents', 'two residents have the same name');
  const checkPeople = (field: string, names: readonly string[]) => {
    const stranger = names.find((name) => !people.has(name));
    if (stranger !== undefined) throw invalid(field, `nobody is called "${stranger}"`);
  };
  checkPeople('start.oaAdmins', start.oaAdmins);
  for (const { name, members, admins, pending } of start.groups) {
    checkPeople('start.groups', [...members, ...admins, ...pending.map(({ person }) => person)]);
    if (start.groupAssets.filter(({ group }) => group === name).length !== 1) {
      throw invalid('start.groupAssets', `not one asset is of the group "${name}"`);
    }
  }
  for (const [index, event] of events.entries()) {
    if ('does' in event && event.does === 'arrive') people.add(event.person);
    if ('person' in event) checkPeople(`events.${index}.person`, [event.person]);
    if ('people' in event) checkPeople(`events.${index}.people`, event.people);
    if ('to' in event) checkPeople(`events.${index}.to`, typeof event.to === 'string' ? [event.to] : event.to);
    const wanted = 'input' in event && 'media' in event.input ? event.input.media : undefined;
    if (wanted !== undefined && !Object.hasOwn(media, wanted)) {
      throw invalid(`events.${index}.input.media`, `"media" has no entry "${wanted}"`);
    }
  }
}

function invalid(field: string, problem: string): EmulatorError {
  return new EmulatorError(
    'EMULATOR_INPUT_INVALID',
    `The recording cannot be read: the field "${field}" is wrong: ${problem}. Expected the shape of Recording, version ${RECORDING_VERSION}. Correct the file or record again.`,
  );
}
