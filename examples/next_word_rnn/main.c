/* Continues a text word by word; without a text, says how often it guesses the
 * next word of texts that it has never seen.
 * usage: next_word_rnn FOLDER_WITH_DATA [beginning of a sentence] */
#include "../common.h"
#include "next_word_rnn.h"

#include <ctype.h>

static _Alignas(NEXT_WORD_RNN_ALIGN) unsigned char workspace[NEXT_WORD_RNN_WORKSPACE_BYTES];
enum { kLength = NEXT_WORD_RNN_TOKENS_ELEMENTS, kWords = NEXT_WORD_RNN_LOGITS_ELEMENTS };

static void append(int64_t *tokens, int64_t token) {
  memmove(tokens, tokens + 1, (kLength - 1) * sizeof *tokens);
  tokens[kLength - 1] = token;
}

static int is_letter(char c) { return isalpha((unsigned char)c); }

/* Words, perhaps with an apostrophe inside, and punctuation marks as words of
 * their own; everything else only separates. */
static void read_text(const char *text, char **vocabulary, size_t words, int64_t *tokens) {
  while (*text) {
    char word[64];
    size_t length = 0;
    if (is_letter(*text)) {
      for (int apostrophes = 0; length + 1 < sizeof word; ++text) {
        if (!is_letter(*text) && !(*text == '\'' && is_letter(text[1]) && !apostrophes++))
          break;
        word[length++] = (char)tolower((unsigned char)*text);
      }
    } else if (strchr(".,;:?!", *text)) {
      word[length++] = *text++;
    } else {
      ++text;
      continue;
    }
    word[length] = 0;
    append(tokens, find_line(vocabulary, words, word, 0));
  }
}

static void predict(const int64_t *tokens, float *logits) {
  if (next_word_rnn_run(tokens, logits, workspace) != 0)
    exit(1);
}

static void continue_text(const char *beginning, char **vocabulary, size_t words) {
  int64_t tokens[kLength];
  int64_t end = find_line(vocabulary, words, "<eop>", 3);
  for (int i = 0; i < kLength; ++i)
    tokens[i] = end; /* as if a paragraph had just ended */
  read_text(beginning, vocabulary, words, tokens);

  printf("%s |", beginning);
  for (int step = 0; step < 16; ++step) {
    float logits[kWords];
    predict(tokens, logits);
    logits[0] = -1e30f; /* never say <unk> */
    size_t next = largest(logits, kWords);
    if ((int64_t)next == end)
      break;
    printf("%s%s", strchr(".,;:?!", vocabulary[next][0]) ? "" : " ", vocabulary[next]);
    append(tokens, (int64_t)next);
  }
  printf("\n");
}

/* How many words are likelier than `word`? */
static int rank_of(int64_t word, const float *logits) {
  int rank = 0;
  for (int i = 0; i < kWords; ++i)
    rank += logits[i] > logits[word];
  return rank;
}

static int test(const char *folder, char **vocabulary) {
  size_t bytes;
  const int64_t *tokens = read_file(folder, "tokens.bin", &bytes);
  const int64_t *expected = read_file(folder, "next.bin", &bytes);
  size_t count = bytes / sizeof *expected, first = 0, five = 0;
  printf("%-44s  %-10s  %s\n", "the last words", "predicted", "expected");
  for (size_t i = 0; i < count; ++i) {
    float logits[kWords];
    predict(tokens + i * kLength, logits);
    int rank = rank_of(expected[i], logits);
    first += rank == 0;
    five += rank < 5;
    if (i % 800 == 0) {
      char text[256] = "";
      for (int k = kLength - 6; k < kLength; ++k)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s ",
                 vocabulary[tokens[i * kLength + (size_t)k]]);
      printf("%-44s  %-10s  %s\n", text, vocabulary[largest(logits, kWords)],
             vocabulary[expected[i]]);
    }
  }
  printf("of %zu texts: the next word is the likeliest in %.1f %%, among the five likeliest in "
         "%.1f %%\n",
         count, 100.0 * (double)first / (double)count, 100.0 * (double)five / (double)count);
  return 100 * five >= 48 * count ? 0 : 1; /* 48.1 %, as in training */
}

int main(int argc, char **argv) {
  const char *folder = argc > 1 ? argv[1] : ".";
  size_t words;
  char **vocabulary = read_lines(folder, "vocabulary.txt", &words);
  if (argc < 3)
    return test(folder, vocabulary);
  continue_text(argv[2], vocabulary, words);
  return 0;
}
