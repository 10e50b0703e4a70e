// What elements become in the bundles; build.mjs puts it into every file.
export { h, Fragment } from 'preact';
