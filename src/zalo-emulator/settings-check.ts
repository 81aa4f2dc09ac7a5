import { EmulatorError } from './errors.ts';
import { defaultSettings } from './settings.ts';
import type { EmulatorSettings } from './settings.ts';

/** Limits by the last word of a setting's name, which says its unit. */
const limits: ReadonlyArray<readonly [suffix: string, isFine: (value: number) => boolean, expected: string]> = [
  ['Probability', (value) => value >= 0 && value <= 1, 'a number from 0 to 1'],
  ['Ms', (value) => value >= 0, 'a number of milliseconds, not negative'],
  ['Status', (value) => Number.isInteger(value) && value >= 200 && value <= 599, 'an HTTP status from 200 to 599'],
  ['Code', (value) => Number.isInteger(value), 'a whole number'],
];

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

function problemWith(key: string, value: unknown): string | undefined {
  const usual: unknown = Object.hasOwn(defaultSettings, key)
    ? defaultSettings[key as keyof EmulatorSettings]
    : undefined;
  if (usual === undefined) return 'Expected a setting of settings.ts';
  if (kindOf(value) !== kindOf(usual)) return `Expected a ${kindOf(usual)}, got ${kindOf(value)}`;
  if (typeof value !== 'number') return undefined;
  const limit = limits.find(([suffix]) => key.endsWith(suffix));
  if (Number.isFinite(value) && (limit === undefined || limit[1](value))) return undefined;
  return `Expected ${limit?.[2] ?? 'a finite number'}, got ${value}`;
}

/**
 * Returns the settings as given when every key is known and every value of the kind and range of its default.
 *
 * @throws EmulatorError EMULATOR_INPUT_INVALID naming the first that is not
 */
export function checkSettings(given: Partial<EmulatorSettings>): Partial<EmulatorSettings> {
  for (const [key, value] of Object.entries(given)) {
    const problem = problemWith(key, value);
    if (problem !== undefined) {
      throw new EmulatorError('EMULATOR_INPUT_INVALID', `The setting "${key}" is wrong. ${problem}. See settings.ts.`);
    }
  }
  return given;
}
