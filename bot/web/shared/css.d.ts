// build.mjs turns an imported style sheet of the widget into its minified text.
declare module '*.css' {
  const text: string;
  export default text;
}
