import * as z from 'zod';
import type { Action } from '../action.ts';
import type { Feature } from '../page.ts';

type Json = Readonly<Record<string, unknown>>;

/** Where the API begins, below the server. */
export const API_BASE = '/console/api/v1';

/** Operations in the order of the features. */
export const actionsOf = (features: readonly Feature[]): readonly Action[] =>
  features.flatMap(({ actions }) => actions);

/** `/teams/:code` as OpenAPI writes it. */
export const openApiPath = (path: string): string => path.replaceAll(/:(\w+)/gu, '{$1}');

/** Names of the parts of a path. */
export const pathParts = (path: string): readonly string[] =>
  [...path.matchAll(/:(\w+)/gu)].map(([, name]) => name ?? '');

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  return rest;
};

interface ObjectSchema {
  readonly properties: Readonly<Record<string, Json>>;
  readonly required: readonly string[];
}

const asObject = (schema: Json): ObjectSchema => ({
  properties: (schema['properties'] ?? {}) as ObjectSchema['properties'],
  required: (schema['required'] ?? []) as readonly string[],
});

function operationOf(action: Action): Json {
  const { method, path } = action.route;
  const input = schemaOf(action.input, 'input');
  const { properties, required } = asObject(input);
  const inPath = pathParts(path);
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const hasBody = method === 'POST' || method === 'PUT';
  const body = {
    ...input,
    properties: pick(properties, rest),
    required: required.filter((name) => rest.includes(name)),
  };
  return {
    operationId: action.name,
    summary: action.summary,
    tags: [subjectOf(action)],
    security: [{ key: [action.permission] }],
    parameters: [
      ...inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] ?? { type: 'string' } })),
      ...(hasBody
        ? [{ $ref: '#/components/parameters/IdempotencyKey' }]
        : rest.map((name) => ({ name, in: 'query', required: required.includes(name), schema: properties[name] }))),
    ],
    ...(hasBody && (rest.length > 0 || !('properties' in input))
      ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } }
      : {}),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: schemaOf(action.output, 'output') } } },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

const pick = (from: ObjectSchema['properties'], names: readonly string[]): ObjectSchema['properties'] =>
  Object.fromEntries(names.map((name) => [name, from[name] ?? {}]));

/** First part of an action's name: `announcements` of `announcements.approve`. */
export const subjectOf = ({ name }: Pick<Action, 'name'>): string => name.split('.')[0] ?? name;

/** The OpenAPI 3.1 description of everything the console does, from the schemas that check it. */
export function openApiDocument(features: readonly Feature[], serverUrl: string | undefined): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const action of actionsOf(features)) {
    const path = openApiPath(action.route.path);
    paths[path] = { ...paths[path], [action.route.method.toLowerCase()]: operationOf(action) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Trợ lý số',
      version: '1',
      description:
        'Everything the province console does. A key is made in the console and may do what its scopes name. Messages of problems are in Vietnamese, for people; programs read the code.',
    },
    servers: [{ url: `${serverUrl ?? ''}${API_BASE}` }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: 'The same key a second time has no second effect.',
          schema: { type: 'string', minLength: 8, maxLength: 100 },
        },
      },
      responses: {
        Problem: {
          description: 'It was not done',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      schemas: { Problem: schemaOf(problemSchema, 'output') },
    },
  };
}

const problemSchema = z.object({
  error: z.object({
    code: z.string().describe('Stable; docs/errors.md'),
    message: z.string().describe('Vietnamese'),
    fields: z.record(z.string(), z.string()).describe('Sentence by field'),
  }),
});
