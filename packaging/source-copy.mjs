/** Where prepack keeps the repository's package.json while npm reads the tarball's. */
export const SOURCE_COPY = '.package.source.json';
