import { describe, expect, test } from 'vitest';
import { endpointProblem } from '../../../src/shared/llm-endpoint.ts';

describe('the address of a language model', () => {
  test.each([
    'https://llm.tinh.gov.vn/v1',
    'https://8.8.8.8',
    'http://localhost:11434/v1',
    'http://127.0.0.1:8000',
    'http://10.1.2.3/v1',
    'http://172.16.0.9',
    'http://172.31.255.1',
    'http://192.168.1.20:8080/v1',
    'http://[::1]:8000',
    'http://[fd12:3456::1]/v1',
  ])('may be %s', (url) => {
    expect(endpointProblem(url)).toBeUndefined();
  });

  test.each([
    'http://llm.tinh.gov.vn/v1',
    'http://8.8.8.8',
    'http://172.15.0.1',
    'http://172.32.0.1',
    'http://11.0.0.1',
    'http://192.169.0.1',
    'http://169.254.169.254',
    'http://0.0.0.0',
    'http://localhost.example.com',
    'http://10.0.0.1.example.com',
    'http://127.0.0.1@example.com/v1',
    'http://[2001:db8::1]',
    'http://llm:8000/v1',
    'ftp://10.0.0.1',
    'file:///etc/passwd',
    'llm.tinh.gov.vn/v1',
    'https://user:word@llm.tinh.gov.vn/v1',
    'https://llm.tinh.gov.vn/v1?key=1',
    'https://llm.tinh.gov.vn/v1#a',
    '',
  ])('may not be %s', (url) => {
    expect(endpointProblem(url)).toMatch(/^expected /u);
  });
});
