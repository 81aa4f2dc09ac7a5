import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { picturesPlugin } from '../../../src/web/pictures.ts';

const NAMES: Readonly<Record<string, string>> = {
  'emergency-1a2b3c4d.png': 'a png',
  'file-1a2b3c4d-cho.jpg': 'a jpeg',
  'file-1a2b3c4d-cho.jpeg': 'a jpeg',
};

async function stage() {
  const asked: string[] = [];
  const server = Fastify();
  await server.register(picturesPlugin, {
    pictures: {
      read: async (name) => {
        asked.push(name);
        const found = NAMES[name];
        return found === undefined ? undefined : Buffer.from(found);
      },
    },
  });
  return { asked, get: (url: string) => server.inject({ method: 'GET', url }), server };
}

describe('GET /pictures/<name>', () => {
  test.each([
    ['emergency-1a2b3c4d.png', 'image/png', 'a png'],
    ['file-1a2b3c4d-cho.jpg', 'image/jpeg', 'a jpeg'],
    ['file-1a2b3c4d-cho.jpeg', 'image/jpeg', 'a jpeg'],
  ])('gives %s to be kept for a year', async (name, type, body) => {
    const { get } = await stage();
    const { statusCode, headers, payload } = await get(`/pictures/${name}`);
    expect({ statusCode, payload }).toEqual({ statusCode: 200, payload: body });
    expect(headers).toMatchObject({
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  test('answers HEAD, which some ask before they show a picture', async () => {
    const { server } = await stage();
    const { statusCode, headers, payload } = await server.inject({
      method: 'HEAD',
      url: '/pictures/emergency-1a2b3c4d.png',
    });
    expect({ statusCode, payload, length: headers['content-length'] }).toEqual({
      statusCode: 200,
      payload: '',
      length: '5',
    });
  });

  test('says in Vietnamese that there is no such picture, and lets nobody keep that', async () => {
    const { get } = await stage();
    for (const url of ['/pictures/other.png', '/pictures/', '/pictures/%2e%2e%2fsecret.png', '/pictures/a/b.png']) {
      const { statusCode, headers, payload } = await get(url);
      expect({ url, statusCode, payload }).toEqual({
        url,
        statusCode: 404,
        payload: 'Không có hình này, hoặc hình đã được thay.',
      });
      expect(headers['content-type']).toBe('text/plain; charset=utf-8');
      expect(headers['cache-control']).toBeUndefined();
    }
  });

  test('takes the long name of a certificate whole', async () => {
    const { asked, get } = await stage();
    const name = `certificate-${'a'.repeat(900)}.png`;
    expect((await get(`/pictures/${name}`)).statusCode).toBe(404);
    expect(asked).toEqual([name]);
  });
});
