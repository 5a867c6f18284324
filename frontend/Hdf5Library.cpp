//===- Hdf5Library.cpp - calls of the HDF5 library ------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "frontend/Hdf5Library.h"

#include "llvm/Support/MathExtras.h"

#include <hdf5.h>

using namespace unspool;
using namespace unspool::frontend;

namespace {

/// Attributes hold names and one JSON text; more is damage.
constexpr hsize_t kMostAttributeBytes = hsize_t(256) << 20;

llvm::Error makeError(const llvm::Twine &message) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), message);
}

/// An identifier of the library, closed at the end of the scope.
class Handle {
public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id(id), close(close) {}
  Handle(Handle &&other) : id(other.id), close(other.close) { other.id = -1; }
  Handle(const Handle &) = delete;
  ~Handle() {
    if (id >= 0)
      close(id);
  }
  operator hid_t() const { return id; }
  explicit operator bool() const { return id >= 0; }

private:
  hid_t id;
  herr_t (*close)(hid_t);
};

/// Opens what `path` names, step by step, through hard links only.
Handle openObject(hid_t file, llvm::StringRef path) {
  Handle root(H5Oopen(file, "/", H5P_DEFAULT), H5Oclose);
  llvm::SmallVector<llvm::StringRef> steps;
  path.split(steps, '/', -1, /*KeepEmpty=*/false);
  hid_t current = root;
  std::vector<Handle> open;
  for (llvm::StringRef step : steps) {
    std::string name = step.str();
    H5L_info_t link;
    if (name == "." || H5Iget_type(current) != H5I_GROUP ||
        H5Lexists(current, name.c_str(), H5P_DEFAULT) <= 0 ||
        H5Lget_info(current, name.c_str(), &link, H5P_DEFAULT) < 0 || link.type != H5L_TYPE_HARD)
      return Handle(-1, H5Oclose);
    open.emplace_back(H5Oopen(current, name.c_str(), H5P_DEFAULT), H5Oclose);
    if (!open.back())
      return Handle(-1, H5Oclose);
    current = open.back();
  }
  return open.empty() ? std::move(root) : std::move(open.back());
}

/// The elements of a text attribute, of fixed or variable length.
std::optional<std::vector<std::string>> readTexts(hid_t object, const std::string &name) {
  if (H5Aexists(object, name.c_str()) <= 0)
    return std::nullopt;
  Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
  Handle type(H5Aget_type(attribute), H5Tclose);
  Handle space(H5Aget_space(attribute), H5Sclose);
  hssize_t count = space ? H5Sget_simple_extent_npoints(space) : -1;
  if (!attribute || !type || count < 0)
    return std::nullopt;
  if (count == 0) // h5py gives empty lists the type float64
    return std::vector<std::string>();
  if (H5Tget_class(type) != H5T_STRING || hsize_t(count) > kMostAttributeBytes)
    return std::nullopt;

  std::vector<std::string> texts;
  if (H5Tis_variable_str(type) > 0) {
    std::vector<char *> pointers(count, nullptr);
    Handle memoryType(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(memoryType, H5T_VARIABLE);
    H5Tset_cset(memoryType, H5Tget_cset(type));
    if (H5Aread(attribute, memoryType, pointers.data()) < 0)
      return std::nullopt;
    for (const char *text : pointers)
      texts.push_back(text ? text : "");
    H5Dvlen_reclaim(memoryType, space, H5P_DEFAULT, pointers.data());
    return texts;
  }
  size_t size = H5Tget_size(type);
  if (size == 0 || size > kMostAttributeBytes / hsize_t(count))
    return std::nullopt;
  std::string bytes(size * count, '\0');
  if (H5Aread(attribute, type, bytes.data()) < 0)
    return std::nullopt;
  for (hssize_t i = 0; i < count; ++i) {
    llvm::StringRef text = llvm::StringRef(bytes).substr(i * size, size);
    texts.push_back(text.substr(0, text.find('\0')).str());
  }
  return texts;
}

/// The type that a dataset is read as, here and in HDF5's words.
struct ElementType {
  std::optional<Hdf5Element> type;
  hid_t memory = -1;
};
ElementType elementTypeOf(hid_t type) {
  size_t bytes = H5Tget_size(type);
  if (H5Tget_class(type) == H5T_FLOAT) {
    if (bytes == 8)
      return {Hdf5Element::F64, H5T_NATIVE_DOUBLE};
    // float16 has no native type: the library widens it exactly.
    if (bytes == 4 || bytes == 2)
      return {Hdf5Element::F32, H5T_NATIVE_FLOAT};
  }
  if (H5Tget_class(type) == H5T_INTEGER) {
    if (bytes == 4)
      return {Hdf5Element::I32, H5T_NATIVE_INT32};
    if (bytes == 8)
      return {Hdf5Element::I64, H5T_NATIVE_INT64};
  }
  return {};
}

struct Dataset {
  Handle object, type, space;
  hid_t memory;
  Hdf5Type description;
};

llvm::Expected<Dataset> openDataset(hid_t file, llvm::StringRef path) {
  Handle object = openObject(file, path);
  if (!object || H5Iget_type(object) != H5I_DATASET)
    return makeError("there is no dataset '" + path + "' in the file");
  Handle type(H5Dget_type(object), H5Tclose);
  Handle space(H5Dget_space(object), H5Sclose);
  Handle properties(H5Dget_create_plist(object), H5Pclose);
  if (!type || !space || !properties || H5Sis_simple(space) <= 0)
    return makeError("dataset '" + path + "' is damaged");
  if (H5Pget_layout(properties) == H5D_VIRTUAL || H5Pget_external_count(properties) != 0)
    return makeError("dataset '" + path + "' lies in another file, which is not read");
  ElementType element = elementTypeOf(type);
  if (!element.type)
    return makeError("dataset '" + path +
                     "' is not of 16 to 64-bit floats or 32 or 64-bit integers");
  int rank = H5Sget_simple_extent_ndims(space);
  std::vector<hsize_t> extents(std::max(rank, 0));
  if (rank < 0 || H5Sget_simple_extent_dims(space, extents.data(), nullptr) < 0)
    return makeError("dataset '" + path + "' is damaged");
  std::vector<int64_t> shape;
  int64_t bytes = Hdf5Type{*element.type, {}}.byteCount();
  for (hsize_t extent : extents) {
    if (extent > hsize_t(std::numeric_limits<int64_t>::max()) ||
        llvm::MulOverflow(bytes, int64_t(extent), bytes))
      return makeError("dataset '" + path + "' has more elements than there can be");
    shape.push_back(int64_t(extent));
  }
  return Dataset{std::move(object), std::move(type), std::move(space), element.memory,
                 Hdf5Type{*element.type, std::move(shape)}};
}

} // namespace

llvm::Expected<Hdf5Library> Hdf5Library::open(llvm::StringRef data) {
  // Errors come back as return values; the library would also print them.
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  if (data.empty() ||
      H5Pset_fapl_core(access, /*increment=*/size_t(64) << 10, /*backing_store=*/false) < 0 ||
      H5Pset_file_image(access, const_cast<char *>(data.data()), data.size()) < 0)
    return makeError("the file could not be held in memory");
  hid_t file = H5Fopen("image", H5F_ACC_RDONLY, access);
  if (file < 0)
    return makeError("not an HDF5 file, or cut short");
  return Hdf5Library(file);
}

Hdf5Library::~Hdf5Library() {
  if (file >= 0)
    H5Fclose(file);
}

bool Hdf5Library::contains(llvm::StringRef path) const { return bool(openObject(file, path)); }

std::optional<std::string> Hdf5Library::textAttribute(llvm::StringRef path,
                                                      llvm::StringRef name) const {
  Handle object = openObject(file, path);
  auto texts = object ? readTexts(object, name.str()) : std::nullopt;
  return texts && texts->size() == 1 ? std::optional(texts->front()) : std::nullopt;
}

std::optional<std::vector<std::string>> Hdf5Library::textsAttribute(llvm::StringRef path,
                                                                    llvm::StringRef name) const {
  Handle object = openObject(file, path);
  if (!object)
    return std::nullopt;
  if (auto whole = readTexts(object, name.str()))
    return whole;
  std::optional<std::vector<std::string>> all;
  for (unsigned i = 0; auto part = readTexts(object, name.str() + std::to_string(i)); ++i) {
    if (!all)
      all.emplace();
    all->insert(all->end(), part->begin(), part->end());
  }
  return all;
}

llvm::Expected<Hdf5Type> Hdf5Library::typeOf(llvm::StringRef path) const {
  auto dataset = openDataset(file, path);
  if (!dataset)
    return dataset.takeError();
  return std::move(dataset->description);
}

llvm::Expected<std::vector<uint8_t>> Hdf5Library::read(llvm::StringRef path) const {
  auto dataset = openDataset(file, path);
  if (!dataset)
    return dataset.takeError();
  std::vector<uint8_t> bytes(dataset->description.byteCount());
  if (!bytes.empty() &&
      H5Dread(dataset->object, dataset->memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0)
    return makeError("dataset '" + path +
                     "' cannot be read: it is damaged, or compressed in a way "
                     "that this HDF5 library does not know");
  return bytes;
}
