export interface FileWithPath {
  /** For example "photos/cats/1.jpg" in a folder, or "1.jpg" for a single file. */
  path: string;
  file: File;
}
