/**
 * Fails when a statement of drizzle is given a value that the table has no column for. The compiler rejects such a key in an
 * object literal, but not behind a spread or in a variable; drizzle ignores it, and nothing is stored.
 */
import { relative, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(process.argv[2] ?? '.');
const path = resolve(root, 'tsconfig.json');
const { fileNames, options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(path, ts.sys.readFile).config,
  ts.sys,
  root,
);
const program = ts.createProgram(fileNames, options);
const checker = program.getTypeChecker();
const objectFlags = ts.TypeFlags.Object | ts.TypeFlags.Intersection;
/** Builders of drizzle whose methods write columns. */
const builders = /^Pg(Insert|Update)Builder$/;

/** Returns the keys of an object, or those of every object that a union has. */
function keysOf(type: ts.Type): Set<string> {
  const objects = (type.isUnion() ? type.types : [type]).filter(({ flags }) => flags & objectFlags);
  return new Set(objects.flatMap((one) => checker.getPropertiesOfType(one)).map(({ name }) => name));
}

/** Returns the rows of the argument of `values` or `set`, with each spread in place of its literal. */
function partsOf(node: ts.Expression): ts.Expression[] {
  if (ts.isParenthesizedExpression(node)) return partsOf(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(partsOf);
  if (!ts.isObjectLiteralExpression(node)) return [node];
  return node.properties.filter(ts.isSpreadAssignment).map(({ expression }) => expression);
}

function check(node: ts.Node): void {
  ts.forEachChild(node, check);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
  const { expression: receiver, name } = node.expression;
  const [argument] = node.arguments;
  if (!argument || !['set', 'values'].includes(name.text)) return;
  const builder = checker.getTypeAtLocation(receiver);
  if (!builders.test(builder.symbol?.name ?? '')) return;
  const [table] = checker.getTypeArguments(builder as ts.TypeReference); // its first parameter is the table
  const columns = table && keysOf(table);
  if (!columns) return;
  for (const part of partsOf(argument)) {
    const given = checker.getTypeAtLocation(part);
    const rows = checker.isArrayType(given) ? checker.getTypeArguments(given as ts.TypeReference) : [given]; // an array type is a reference
    const unknown = rows.flatMap((row) => [...keysOf(row)]).filter((key) => !columns.has(key));
    if (unknown.length === 0) continue;
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(part.getStart());
    console.error(`${relative(root, file.fileName)}:${line + 1}: the table has no column for: ${unknown.join(', ')}`);
    process.exitCode = 1;
  }
}

for (const file of program.getSourceFiles()) {
  if (!file.isDeclarationFile && !file.fileName.includes('node_modules')) check(file);
}
