// Reads a `lookup` step.
//
//   - lookup: https://orders.example.com/v1/orders/{{order}}
//     method: post                       # get when left out
//     headers: {Authorization: env:ORDERS_TOKEN}
//     body: {number: "{{order}}"}        # of post: sent as JSON
//     fields: {status: /order/status}    # name: where it stands in the JSON answer
//     person: [plan]                     # those of the fields that are kept as attributes of the person
//     timeout: 5s
//     max_size: 64KB
//     on_error: {goto: label}
//
// Thread safety: pure function. Mistakes become findings.
#pragma once

#include "flows/declared_fields.h"
#include "flows/flow.h"

namespace frontdesk::flows {

inline constexpr base::Millis kMaxLookupTimeout{20'000};
inline constexpr std::int64_t kMaxLookupBytes = 1 << 20;
inline constexpr std::size_t kMaxLookupFields = 20;

LookupStep ReadLookupStep(DeclaredFields& fields, base::Findings& findings);

}  // namespace frontdesk::flows
