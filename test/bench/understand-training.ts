/**
 * A process of its own for `bench understand`: fits the shipped understanding, keeps the model in the folder given, and
 * prints the milliseconds to the first answer. What training needs would otherwise hide in the memory that is measured.
 */
import path from 'node:path';
import { loadCatalogueSync } from '../../src/catalog/index.ts';
import { loadUnderstanding } from '../../src/understanding/load.ts';

const rootDir = path.join(import.meta.dirname, '../..');
const entries = loadCatalogueSync(rootDir).entries();
const startedAt = performance.now();
const understanding = loadUnderstanding(entries, rootDir, process.argv[2] ?? '');
understanding.understand('làm lại căn cước ở đâu');
console.log(performance.now() - startedAt);
