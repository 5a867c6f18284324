/* common.h - reading the examples' files. */
#ifndef UNSPOOL_EXAMPLES_COMMON_H
#define UNSPOOL_EXAMPLES_COMMON_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A whole file; `bytes` receives its size. Exits if it cannot be read. */
static void *read_path(const char *path, size_t *bytes) {
  FILE *file = fopen(path, "rb");
  char *data = NULL;
  long size = -1;
  if (file && fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0)
    data = malloc((size_t)size + 1);
  if (data)
    rewind(file);
  if (!data || fread(data, 1, (size_t)size, file) != (size_t)size) {
    fprintf(stderr, "cannot read %s\n", path);
    exit(1);
  }
  data[size] = 0;
  fclose(file);
  *bytes = (size_t)size;
  return data;
}

static inline void *read_file(const char *folder, const char *name, size_t *bytes) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return read_path(path, bytes);
}

/* The lines of a file; `count` receives their number. */
static inline char **read_lines(const char *folder, const char *name, size_t *count) {
  size_t bytes;
  char *text = read_file(folder, name, &bytes);
  size_t lines = 0, next = 0;
  for (size_t i = 0; i < bytes; ++i)
    lines += text[i] == '\n';
  char **result = malloc((lines + 1) * sizeof *result);
  if (!result)
    exit(1);
  for (char *line = strtok(text, "\n"); line && next < lines; line = strtok(NULL, "\n"))
    result[next++] = line;
  *count = next;
  return result;
}

/* The position of the largest of `count` numbers. */
static inline size_t largest(const float *values, size_t count) {
  size_t best = 0;
  for (size_t i = 1; i < count; ++i)
    if (values[i] > values[best])
      best = i;
  return best;
}

/* The position of a line, or `otherwise`. */
static inline long find_line(char **lines, size_t count, const char *line, long otherwise) {
  for (size_t i = 0; i < count; ++i)
    if (!strcmp(lines[i], line))
      return (long)i;
  return otherwise;
}

#endif
