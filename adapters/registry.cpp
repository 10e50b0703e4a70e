#include "adapters/registry.h"

#include "adapters/web/web_adapter.h"

namespace frontdesk::adapters {

namespace {

struct Entry {
  std::string_view type;
  const Adapter& adapter;
};

const web::WebAdapter kWeb;

const Entry kEntries[] = {
    {"web", kWeb},
};

}  // namespace

const Adapter* FindAdapter(std::string_view type) {
  for (const Entry& entry : kEntries)
    if (entry.type == type) return &entry.adapter;
  return nullptr;
}

}  // namespace frontdesk::adapters
