// What lint.mjs bundles: GitHub's linter imports JSON without saying so, which Node refuses to load.
export { validate } from '@actions/languageservice';
export { TextDocument } from 'vscode-languageserver-textdocument';
