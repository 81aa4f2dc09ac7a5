import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadCatalogueSync, type Catalogue } from '../../src/catalog/index.ts';

/** The checkout. */
export const rootDir = path.resolve(import.meta.dirname, '../..');

let shipped: Catalogue | undefined;
let sample: Catalogue | undefined;

/** The shipped content, loaded once a test process. */
export function shippedCatalogue(): Catalogue {
  shipped ??= loadCatalogueSync(rootDir);
  return shipped;
}

/** A folder with the small sample content of test/fixtures/content and the shipped sentences; the caller removes it. */
export function copySampleContent(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'sample-content-'));
  cpSync(path.join(rootDir, 'test/fixtures/content'), dir, { recursive: true });
  cpSync(path.join(rootDir, 'content/messages.yaml'), path.join(dir, 'content/messages.yaml'));
  return dir;
}

/** The sample content: two cards and two flows with every step type. Free to be relied on word by word. */
export function sampleCatalogue(): Catalogue {
  sample ??= loadCatalogueSync(copySampleContent());
  return sample;
}

/** A file of the sample content as written. */
export function sampleFile(file: string): string {
  return readFileSync(path.join(rootDir, 'test/fixtures/content', file), 'utf8');
}
