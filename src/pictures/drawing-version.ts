/**
 * Part of every picture's name. Raise it with every change of how pictures look: a test compares what is drawn with the
 * version and says so. Addresses of pictures are kept for a year by whoever has seen them.
 */
export const DRAWING_VERSION = 1;
