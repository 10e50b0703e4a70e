// Bundles the widget, the console and the demo page: node build.mjs OUT. Run by bundle.cmake on a copy in the build folder.
import { readFileSync, readdirSync, mkdirSync, copyFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const out = resolve(process.argv[2] ?? 'dist');
const here = dirname(fileURLToPath(import.meta.url));
// Gzipped; the promise of README.md. What the widget loads writes private members as #name, which the bundler shortens.
const widgetLimit = 20_800;
const banned =
  /dangerouslySetInnerHTML|\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\(/;

function sources(dir) {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? sources(path) : [path];
  });
}

function refuseRawMarkup() {
  const bad = ['widget', 'console', 'demo', 'shared']
    .flatMap((dir) => sources(join(here, dir)))
    .filter((path) => /\.tsx?$/.test(path) && banned.test(readFileSync(path, 'utf8')));
  if (bad.length) throw new Error(`raw markup or code from text in ${bad.join(', ')}; build elements instead`);
}

// The widget's style sheet goes into its shadow root, so it is imported as text.
const styleAsText = {
  name: 'style-as-text',
  setup(build) {
    build.onLoad({ filter: /widget\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(readFileSync(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

// Of the widget's texts: nobody outside of it reads these names, so they may be short.
const ownNames =
  /^(openChat|closeChat|withYou|someone|botName|chooseOrWrite|formSent|notSent|tryAgain|uploadFailed|emptyFile|fileTooLarge|wrongType|notFetched|tooMany|newMessages|yesterday)$/;

async function bundle(entry, outfile, options = {}) {
  await esbuild.build({
    entryPoints: [join(here, entry)],
    outfile: join(out, outfile),
    bundle: true,
    minify: true,
    format: 'iife',
    target: ['es2022'],
    // Smaller than the calls of the automatic runtime, which tsconfig.json names for the checker.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    jsxFactory: 'h',
    jsxFragment: 'Fragment',
    inject: [join(here, 'shared/h.ts')],
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  });
}

function copyPage(dir) {
  mkdirSync(join(out, dir), { recursive: true });
  copyFileSync(join(here, dir, 'index.html'), join(out, dir, 'index.html'));
}

refuseRawMarkup();
copyPage('console');
copyPage('demo');
await Promise.all([
  bundle('widget/main.tsx', 'widget.js', { plugins: [styleAsText], mangleProps: ownNames }),
  bundle('console/main.tsx', 'console/app.js'),
  bundle('console/console.css', 'console/app.css'),
  bundle('demo/demo.ts', 'demo/demo.js'),
  bundle('demo/demo.css', 'demo/demo.css'),
]);
const size = gzipSync(readFileSync(join(out, 'widget.js')), { level: 9 }).length;
if (size > widgetLimit) throw new Error(`widget.js is ${size} bytes gzipped; at most ${widgetLimit}`);
console.log(`widget.js: ${size} bytes gzipped`);
