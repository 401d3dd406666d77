/** oxfmt's and the repository's width. */
export const printWidth = 100;
