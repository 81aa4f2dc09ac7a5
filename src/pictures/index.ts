export type { ChartBar, ChartPicture } from './chart.ts';
export { createPictures, type Pictures, type PicturesOptions } from './create.ts';
export { type AllDrawn, drawAll, type DrawAllOptions } from './draw-all.ts';

/** Name of the folder of drawn pictures below the data folder; it may be removed at any time. */
export const PICTURES_FOLDER = 'pictures';
export { allPictures, type DrawnRef, parsePictureRef, type PictureRef } from './refs.ts';
