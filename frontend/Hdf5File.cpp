//===- Hdf5File.cpp - reading HDF5 in a process of its own ----------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Requests and replies are lists of texts. A request is an operation, a path and a
// name; a reply is "ok" and what was asked for, "none", or "error" and the message.
// A dataset's elements follow their reply as plain bytes.
//
// The child is forked, not started anew, so that it has the file's bytes without a
// copy. It runs nothing but the HDF5 library and what is in this file; of a process
// with several threads only that is safe.
//
//===----------------------------------------------------------------------===//

#include "frontend/Hdf5File.h"

#include "frontend/Hdf5Library.h"

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace unspool::frontend;

namespace {

using Texts = std::vector<std::string>;

/// Replies hold at most one JSON text, or the names of weights.
constexpr uint64_t kMostReplyBytes = uint64_t(512) << 20;

llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

//===----------------------------------------------------------------------===//
// Messages
//===----------------------------------------------------------------------===//

/// Calls `transfer`, which is send or recv of one socket, until all of `size` bytes have
/// gone; false if the other side is gone.
template <typename Byte, typename Transfer>
bool transferBytes(Byte *next, size_t size, Transfer transfer) {
  while (size > 0) {
    ssize_t count = transfer(next, size);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    next += count;
    size -= size_t(count);
  }
  return true;
}

bool sendBytes(int socket, const void *bytes, size_t size) {
  return transferBytes(static_cast<const char *>(bytes), size, [&](const char *next, size_t left) {
    return send(socket, next, left, MSG_NOSIGNAL);
  });
}

bool receiveBytes(int socket, void *bytes, size_t size) {
  return transferBytes(static_cast<char *>(bytes), size,
                       [&](char *next, size_t left) { return recv(socket, next, left, 0); });
}

bool sendTexts(int socket, const Texts &texts) {
  uint64_t count = texts.size();
  bool ok = sendBytes(socket, &count, sizeof count);
  for (const std::string &text : texts) {
    uint64_t size = text.size();
    ok = ok && sendBytes(socket, &size, sizeof size) && sendBytes(socket, text.data(), size);
  }
  return ok;
}

/// Nothing if the other side is gone, or sends what is no list of texts.
std::optional<Texts> receiveTexts(int socket) {
  uint64_t count = 0, left = kMostReplyBytes;
  if (!receiveBytes(socket, &count, sizeof count) || count > kMostReplyBytes / sizeof count)
    return std::nullopt;
  Texts texts;
  for (; count > 0; --count) {
    uint64_t size = 0;
    if (!receiveBytes(socket, &size, sizeof size) || size > left)
      return std::nullopt;
    left -= size;
    std::string &text = texts.emplace_back(size, '\0');
    if (!receiveBytes(socket, text.data(), size))
      return std::nullopt;
  }
  return texts;
}

//===----------------------------------------------------------------------===//
// The child
//===----------------------------------------------------------------------===//

/// Bytes of memory that this process may write, its stacks included.
uint64_t dataBytes() {
  uint64_t pages[6] = {};
  std::ifstream file("/proc/self/statm");
  for (uint64_t &count : pages)
    file >> count;
  return pages[5] * uint64_t(sysconf(_SC_PAGESIZE));
}

void limitResources(size_t fileBytes) {
  auto limit = [](auto resource, uint64_t most) {
    rlimit value{most, most};
    setrlimit(resource, &value);
  };
  limit(RLIMIT_CPU, 1 + fileBytes / (size_t(16) << 20));
  limit(RLIMIT_DATA, dataBytes() + 8 * uint64_t(fileBytes) + (uint64_t(1) << 30));
  limit(RLIMIT_CORE, 0);
  // Signals have their plain meaning, and complaints of the C library stay unsaid.
  for (int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGXCPU, SIGTERM, SIGINT})
    signal(number, SIG_DFL);
  if (int nowhere = ::open("/dev/null", O_WRONLY); nowhere >= 0)
    dup2(nowhere, STDERR_FILENO);
}

Texts describe(const Hdf5Type &type) {
  Texts texts{"ok", std::to_string(int(type.element))};
  for (int64_t extent : type.shape)
    texts.push_back(std::to_string(extent));
  return texts;
}

Texts answer(const Hdf5Library &library, const Texts &request, std::vector<uint8_t> &elements) {
  const std::string &operation = request[0], &path = request[1], &name = request[2];
  if (operation == "contains")
    return {library.contains(path) ? "ok" : "none"};
  if (operation == "text") {
    auto text = library.textAttribute(path, name);
    return text ? Texts{"ok", *text} : Texts{"none"};
  }
  if (operation == "texts") {
    auto texts = library.textsAttribute(path, name);
    if (!texts)
      return {"none"};
    texts->insert(texts->begin(), "ok");
    return *texts;
  }
  if (operation == "type") {
    auto type = library.typeOf(path);
    return type ? describe(*type) : Texts{"error", toString(type.takeError())};
  }
  auto bytes = library.read(path);
  if (!bytes)
    return {"error", toString(bytes.takeError())};
  elements = std::move(*bytes);
  return {"ok", std::to_string(elements.size())};
}

void serve(int socket, llvm::StringRef data) {
  limitResources(data.size());
  auto library = Hdf5Library::open(data);
  if (!library) {
    sendTexts(socket, {"error", toString(library.takeError())});
    return;
  }
  sendTexts(socket, {"ok"});
  while (auto request = receiveTexts(socket)) {
    std::vector<uint8_t> elements;
    if (request->size() != 3 || !sendTexts(socket, answer(*library, *request, elements)) ||
        !sendBytes(socket, elements.data(), elements.size()))
      return;
  }
}

} // namespace

//===----------------------------------------------------------------------===//
// This side
//===----------------------------------------------------------------------===//

class Hdf5File::Reader {
public:
  Reader(int socket, pid_t child) : socket(socket), child(child) {}
  ~Reader() {
    stop();
    close(socket);
  }

  /// A reply; failure if it is an error, or does not come.
  llvm::Expected<Texts> receive() {
    std::optional<Texts> reply;
    if (failure.empty())
      reply = receiveTexts(socket);
    if (!reply || reply->empty())
      return gone();
    if (reply->front() == "error")
      return makeError(reply->back());
    return *reply;
  }
  llvm::Expected<Texts> ask(const char *operation, llvm::StringRef path,
                            llvm::StringRef name = "") {
    if (!failure.empty() || !sendTexts(socket, {operation, path.str(), name.str()}))
      return gone();
    return receive();
  }
  bool receiveElements(std::vector<uint8_t> &bytes) {
    return receiveBytes(socket, bytes.data(), bytes.size());
  }

  /// Why there is no answer.
  llvm::Error gone() {
    if (failure.empty()) {
      int status = stop();
      bool isOverTime =
          WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
      failure = isOverTime ? "the file is damaged: the HDF5 library does not come to an end with it"
                           : "the file is damaged: the HDF5 library crashes on it";
    }
    return makeError(failure);
  }

private:
  /// Ends the child, if it is still there, and says how it ended.
  int stop() {
    int status = 0;
    if (child > 0) {
      kill(child, SIGTERM);
      while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    }
    child = -1;
    return status;
  }

  int socket;
  pid_t child;
  std::string failure;
};

int64_t Hdf5Type::byteCount() const {
  int64_t bytes = element == Hdf5Element::F32 || element == Hdf5Element::I32 ? 4 : 8;
  for (int64_t extent : shape)
    bytes *= extent;
  return bytes;
}

Hdf5File::Hdf5File(std::unique_ptr<Reader> reader) : reader(std::move(reader)) {}
Hdf5File::Hdf5File(Hdf5File &&) = default;
Hdf5File::~Hdf5File() = default;

llvm::Expected<Hdf5File> Hdf5File::open(llvm::StringRef data) {
  int sockets[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0)
    return makeError("no process could be started to read the file: " +
                     llvm::Twine(std::strerror(errno)));
  pid_t child = fork();
  if (child == 0) {
    close(sockets[0]);
    serve(sockets[1], data);
    _exit(0);
  }
  close(sockets[1]);
  auto reader = std::make_unique<Reader>(sockets[0], child);
  if (child < 0)
    return makeError("no process could be started to read the file: " +
                     llvm::Twine(std::strerror(errno)));
  if (auto reply = reader->receive(); !reply)
    return reply.takeError();
  return Hdf5File(std::move(reader));
}

llvm::Expected<bool> Hdf5File::contains(llvm::StringRef path) const {
  auto reply = reader->ask("contains", path);
  if (!reply)
    return reply.takeError();
  return reply->front() == "ok";
}

llvm::Expected<std::optional<std::string>> Hdf5File::textAttribute(llvm::StringRef path,
                                                                   llvm::StringRef name) const {
  auto reply = reader->ask("text", path, name);
  if (!reply)
    return reply.takeError();
  return reply->size() == 2 ? std::optional(std::move(reply->back())) : std::nullopt;
}

llvm::Expected<std::optional<std::vector<std::string>>>
Hdf5File::textsAttribute(llvm::StringRef path, llvm::StringRef name) const {
  auto reply = reader->ask("texts", path, name);
  if (!reply)
    return reply.takeError();
  if (reply->front() != "ok")
    return std::nullopt;
  reply->erase(reply->begin());
  return std::optional(std::move(*reply));
}

llvm::Expected<Hdf5Type> Hdf5File::typeOf(llvm::StringRef path) const {
  auto reply = reader->ask("type", path);
  if (!reply)
    return reply.takeError();
  std::vector<int64_t> numbers;
  for (llvm::StringRef text : llvm::ArrayRef(*reply).drop_front())
    if (int64_t number; !text.getAsInteger(10, number))
      numbers.push_back(number);
  if (numbers.empty() || numbers.size() + 1 != reply->size())
    return reader->gone();
  return Hdf5Type{Hdf5Element(numbers.front()), {numbers.begin() + 1, numbers.end()}};
}

llvm::Expected<std::vector<uint8_t>> Hdf5File::read(llvm::StringRef path,
                                                    const Hdf5Type &type) const {
  auto reply = reader->ask("read", path);
  if (!reply)
    return reply.takeError();
  std::vector<uint8_t> bytes(type.byteCount());
  if (reply->back() != std::to_string(bytes.size()) || !reader->receiveElements(bytes))
    return reader->gone();
  return bytes;
}
