#include "bot/store/records.h"

namespace frontdesk::store {

std::string_view ToString(Delivery delivery) {
  switch (delivery) {
    case Delivery::kNone: return "none";
    case Delivery::kPending: return "pending";
    case Delivery::kSending: return "sending";
    case Delivery::kSent: return "sent";
    case Delivery::kUnknown: return "unknown";
    case Delivery::kFailed: return "failed";
    case Delivery::kRefused: return "refused";
    case Delivery::kCancelled: return "cancelled";
  }
  return "none";
}

}  // namespace frontdesk::store
