//! The pages for embedders: their code is compiled, and run where it can be, with the examples of the documentation.

#[doc = include_str!("../../docs/embedding-clio-api.md")]
struct ClioApi;

#[doc = include_str!("../../docs/embedding-ils-auth.md")]
struct IlsAuth;

#[doc = include_str!("../../docs/embedding-ils-import.md")]
struct IlsImport;

#[doc = include_str!("../../docs/custom-field-rules.md")]
struct CustomFieldRules;

#[doc = include_str!("../../docs/adding-a-store.md")]
struct AddingAStore;
