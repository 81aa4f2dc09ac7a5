import type { Feature } from './page.ts';

/** Every subject of the console, in the order of the navigation. */
export const features: readonly Feature[] = [];
