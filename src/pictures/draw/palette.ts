import type { Topic } from '../../catalog/catalogue.ts';

/** Every pair of text and ground that is used keeps a contrast of at least 7:1; a test computes it. */
export const colours = {
  ink: '#102a43',
  /** Words that matter less, still 7:1 on `ground`. */
  softInk: '#334e68',
  ground: '#eef3f8',
  paper: '#ffffff',
  line: '#829ab1',
  frame: '#1f2f3f',
  band: '#dde6f0',
  /** What is pressed: a yellow highlighter with a thick ring. */
  marked: '#fff0b3',
  ring: '#a02e08',
  alarm: '#8f1d1d',
  cream: '#fffaf0',
  gold: '#f2b705',
  bronze: '#6b4700',
} as const;

/** One dark colour a subject, for white words on it. */
export const topicColours: Readonly<Record<Topic, string>> = {
  'public-services': '#0b4a8f',
  'e-payments': '#0b5d3b',
  'e-commerce': '#7a3b00',
  'scam-safety': '#8f1d1d',
  'other-platforms': '#5b2a86',
};
