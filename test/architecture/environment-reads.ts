import ts from 'typescript';

/**
 * The lines on which a source reads the process's environment, in any of the ways the language has:
 * `process.env`, `process['env']`, `globalThis.process.env`, `const { env } = process`, an import of it.
 */
export function environmentReads(fileName: string, source: string): number[] {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true);
  const lines: number[] = [];
  const visit = (node: ts.Node): void => {
    if (readsEnvironment(node)) lines.push(file.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return lines;
}

function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'env' && isProcess(node.expression);
  if (ts.isElementAccessExpression(node)) {
    return isProcess(node.expression) && ts.isStringLiteralLike(node.argumentExpression)
      ? node.argumentExpression.text === 'env'
      : false;
  }
  if (
    ts.isVariableDeclaration(node) &&
    ts.isObjectBindingPattern(node.name) &&
    node.initializer !== undefined
  ) {
    return isProcess(node.initializer) && node.name.elements.some((element) => takesEnv(element));
  }
  return ts.isImportSpecifier(node) && takesEnv(node) && isFromProcessModule(node);
}

function takesEnv(element: ts.BindingElement | ts.ImportSpecifier): boolean {
  return (element.propertyName ?? element.name).getText().replace(/['"]/g, '') === 'env';
}

function isFromProcessModule(specifier: ts.ImportSpecifier): boolean {
  const { moduleSpecifier } = specifier.parent.parent.parent;
  return ts.isStringLiteral(moduleSpecifier) && /^(node:)?process$/.test(moduleSpecifier.text);
}

function isProcess(expression: ts.Expression): boolean {
  if (ts.isIdentifier(expression)) return expression.text === 'process';
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'process';
}
