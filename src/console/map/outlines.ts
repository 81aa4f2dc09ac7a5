import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MultiPolygon, Polygon } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';

/** One commune as it lies on the earth. */
export interface Outline {
  readonly code: string;
  /** A ring a list of [longitude, latitude]; a commune of many islands has many polygons. */
  readonly polygons: readonly Polygon['coordinates'][];
}

const FOLDER = 'content/places/outlines';

/** The outlines of a province's communes below `rootDir`, in order of code; empty for a code that is none. */
export function readOutlines(rootDir: string, provinceCode: string): readonly Outline[] {
  if (!/^\d{2}$/u.test(provinceCode)) return [];
  const folder = join(rootDir, FOLDER);
  const file = readdirSync(folder).find((name) => name.startsWith(`${provinceCode}_`));
  if (file === undefined) return [];
  const topology = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Topology<{
    communes: GeometryCollection<{ readonly code: string }>;
  }>;
  return feature(topology, topology.objects.communes)
    .features.map(({ properties, geometry }) => ({
      code: properties.code,
      polygons: polygonsOf(geometry as Polygon | MultiPolygon),
    }))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

const polygonsOf = (geometry: Polygon | MultiPolygon): readonly Polygon['coordinates'][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
