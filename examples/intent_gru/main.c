/* Tells what a sentence wants: one of 20 intents of a chat bot.
 * usage: intent_gru FOLDER_WITH_DATA [sentence] */
#include "../common.h"
#include "intent_gru.h"

#include <ctype.h>

static _Alignas(INTENT_GRU_ALIGN) unsigned char workspace[INTENT_GRU_WORKSPACE_BYTES];
enum { kLength = INTENT_GRU_TOKENS_ELEMENTS, kUnknown = 1 };

/* Words to numbers: lower case, split at blanks, padded on the left with 0. */
static void encode(char *sentence, char **vocabulary, size_t words, int64_t *tokens) {
  int64_t ids[kLength];
  int count = 0;
  for (char *c = sentence; *c; ++c)
    *c = (char)tolower((unsigned char)*c);
  for (char *word = strtok(sentence, " \t\n.,?!"); word && count < kLength;
       word = strtok(NULL, " \t\n.,?!"))
    ids[count++] = find_line(vocabulary, words, word, kUnknown);
  for (int i = 0; i < kLength; ++i)
    tokens[i] = i < kLength - count ? 0 : ids[i - (kLength - count)];
}

static void decode(const int64_t *tokens, char **vocabulary, char *sentence, size_t size) {
  size_t length = 0;
  sentence[0] = 0;
  for (int i = 0; i < kLength; ++i)
    if (tokens[i] != 0 && length < size)
      length += (size_t)snprintf(sentence + length, size - length, "%s%s", length ? " " : "",
                                 vocabulary[tokens[i]]);
}

static size_t classify(const int64_t *tokens, float *probability) {
  float probabilities[INTENT_GRU_PROBABILITIES_ELEMENTS];
  if (intent_gru_run(tokens, probabilities, workspace) != 0)
    exit(1);
  size_t best = largest(probabilities, INTENT_GRU_PROBABILITIES_ELEMENTS);
  *probability = probabilities[best];
  return best;
}

int main(int argc, char **argv) {
  const char *folder = argc > 1 ? argv[1] : ".";
  size_t words, classes, bytes;
  char **vocabulary = read_lines(folder, "vocabulary.txt", &words);
  char **intents = read_lines(folder, "classes.txt", &classes);
  const char *samples[] = {"will it rain in Oslo tomorrow?", "please wake me up at seven",
                           "play some jazz in the kitchen", "turn off the lamp"};
  float probability;
  for (int i = 0; i < (argc > 2 ? 1 : 4); ++i) {
    char sentence[1024];
    int64_t tokens[kLength];
    snprintf(sentence, sizeof sentence, "%s", argc > 2 ? argv[2] : samples[i]);
    printf("%-36s", sentence);
    encode(sentence, vocabulary, words, tokens);
    size_t intent = classify(tokens, &probability);
    printf(" -> %s (%.0f %%)\n", intents[intent], 100 * probability);
  }

  const int64_t *tokens = read_file(folder, "tokens.bin", &bytes);
  const int64_t *labels = read_file(folder, "label.bin", &bytes);
  size_t count = bytes / sizeof *labels, right = 0;
  for (size_t i = 0; i < count; ++i) {
    size_t intent = classify(tokens + i * kLength, &probability);
    right += (int64_t)intent == labels[i];
    if (i % 80 == 0) {
      char sentence[256];
      decode(tokens + i * kLength, vocabulary, sentence, sizeof sentence);
      printf("%-36s -> %s, expected %s\n", sentence, intents[intent], intents[labels[i]]);
    }
  }
  printf("test split: %zu of %zu right, %.1f %% (in training 370)\n", right, count,
         100.0 * (double)right / (double)count);
  return right >= 370 ? 0 : 1;
}
