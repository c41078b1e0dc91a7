/** OpenAPI 3.1, made from the contract itself: nothing in it is written a second time. */
import type { Hono } from 'hono';
import * as z from 'zod';
import type { Endpoint } from '../shared/api/endpoint.ts';
import { ENDPOINTS } from '../shared/api/index.ts';
import { PROBLEM_STATUS } from '../shared/problem.ts';
import type { App } from './context.ts';
import { schemaOf } from './route.ts';

export function mountOpenApi(hono: Hono, app: App): void {
  hono.get('/api/openapi.json', (context) => context.json(openApi(app.publicUrl() ?? '/'), 200, { 'cache-control': 'no-cache' }));
}

const WHO = {
  anyone: 'Anyone.',
  'set-up': 'The holder of the one-time set-up link; the body carries its token.',
  'signed-in': 'A signed-in account.',
  kiosk: 'A paired kiosk: headers x-kiosk and x-signature (docs/formats.md, "Exchange").',
};

const whoText = ({ who }: Endpoint): string =>
  typeof who === 'string' ? WHO[who] : `An account that may ${who.can} on the school; 404 for a school that it cannot see.`;

function openApi(url: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const definition of ENDPOINTS) {
    const path = definition.path.replace(/:([a-z]+)/g, '{$1}');
    const schema = schemaOf(definition);
    const json = schema && z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' });
    const names = [...definition.path.matchAll(/:([a-z]+)/g)].map((match) => match[1] ?? '');
    const inPath = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
    const operation = {
      summary: `${definition.method} ${path}`,
      description: `${whoText(definition)}${definition.audit ? ` Leaves the audit entry ${definition.audit}.` : ''}`,
      parameters: definition.method === 'GET' && json ? [...inPath, ...inQuery(json)] : inPath,
      ...(json && definition.method !== 'GET'
        ? { requestBody: { required: true, content: { 'application/json': { schema: json } } } }
        : {}),
      responses: { '2XX': { description: 'Done.' }, default: { $ref: '#/components/responses/Problem' } },
    };
    paths[path] = { ...paths[path], [definition.method.toLowerCase()]: operation };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'QuaCổng', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url }],
    paths,
    components: {
      responses: { Problem: { description: 'RFC 9457 problem details.', content: { 'application/problem+json': { schema: PROBLEM } } } },
    },
  };
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'code', 'status', 'title'],
  properties: {
    type: { type: 'string' },
    code: { enum: Object.keys(PROBLEM_STATUS) },
    status: { type: 'integer' },
    title: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', properties: { at: { type: 'string' }, reason: { type: 'string' } } } },
    retryAfter: { type: 'number' },
  },
};

function inQuery(schema: object): object[] {
  const { properties = {}, required = [] } = schema as { properties?: Record<string, object>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({ name, in: 'query', required: required.includes(name), schema: property }));
}
