import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentSchemas } from '../../../src/catalog/json-schemas.ts';
import { rootDir } from '../../support/shipped-content.ts';

const folder = path.join(rootDir, 'schemas');

describe('the published JSON Schemas', () => {
  it('are those content is read with: else run "npm run bot -- check-content --write-schemas && npm run format"', () => {
    const published = Object.fromEntries(
      readdirSync(folder).map((name): [string, unknown] => [
        name,
        JSON.parse(readFileSync(path.join(folder, name), 'utf8')),
      ]),
    );
    expect(published).toEqual(JSON.parse(JSON.stringify(contentSchemas())));
  });

  it('know every step type and refuse unknown fields', () => {
    const flow = contentSchemas()['flow.schema.json'] as {
      additionalProperties: boolean;
      properties: {
        steps: {
          additionalProperties: {
            oneOf: { additionalProperties: boolean; properties: { type: { const: string } } }[];
          };
        };
      };
    };
    const steps = flow.properties.steps.additionalProperties.oneOf;
    expect(steps.map(({ properties }) => properties.type.const)).toEqual(
      expect.arrayContaining(['say', 'ask', 'branch', 'set', 'guide', 'call', 'record', 'handover', 'end']),
    );
    expect([flow, ...steps].map(({ additionalProperties }) => additionalProperties)).not.toContain(true);
  });

  it('are named in the manual by the line editors read', () => {
    const manual = readFileSync(path.join(rootDir, 'docs/content-format.md'), 'utf8');
    const named = [...manual.matchAll(/yaml-language-server: \$schema=(?:\.\.\/)+schemas\/([\w.-]+)/gu)].map(
      ([, name]) => name,
    );
    expect(new Set(named)).toEqual(
      new Set([
        'flow.schema.json',
        'messages.schema.json',
        'outcomes.schema.json',
        'field-log.schema.json',
        'lessons.schema.json',
      ]),
    );
  });
});
