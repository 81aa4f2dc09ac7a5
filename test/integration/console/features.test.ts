import { describe, expect, it } from 'vitest';
import { features } from '../../../src/console/features.ts';
import { headingOf } from '../../../src/console/nav.ts';

/** `/to/:code` and `/to/:id` are one address. */
const shape = (path: string): string => path.replaceAll(/:[^/]+/gu, ':x');

describe('the subjects of the console', () => {
  const pages = features.flatMap((feature) => feature.pages);
  const forms = features.flatMap((feature) => feature.forms);
  const actions = features.flatMap((feature) => feature.actions);

  it('have no page, form or call of the API twice', () => {
    const all = [
      ...pages.map(({ path }) => `GET ${shape(path)}`),
      ...forms.map(({ path }) => `POST ${shape(path)}`),
      ...actions.map(({ route }) => `API ${route.method} ${shape(route.path)}`),
      ...actions.map(({ name }) => `action ${name}`),
    ];
    expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([]);
  });

  it('put every action that a form uses into the API', () => {
    const names = new Set(actions.map(({ name }) => name));
    expect(forms.map(({ action }) => action.name).filter((name) => !names.has(name))).toEqual([]);
  });

  it('stand in the navigation under a heading, each of them', () => {
    const paths = features.flatMap((feature) => feature.nav.map(({ path }) => path));
    expect(paths.filter((path) => headingOf(path) === undefined)).toEqual([]);
  });

  it('show in the navigation only pages that exist, under the same permission', () => {
    for (const { path, permission, label } of features.flatMap((feature) => feature.nav)) {
      const page = pages.find((one) => one.path === path);
      expect(page?.permission, `${label} (${path})`).toBe(permission);
    }
  });
});
