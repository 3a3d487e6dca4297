//! Routes with what they take and give, from which the API's description (OpenAPI 3.1) is made.

use axum::Router;
use axum::handler::Handler;
use axum::routing::{MethodRouter, delete, get, post};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::asked::parameters;
use super::{Server, problem};

/// Where the API stands.
pub(crate) const BASE: &str = "/api/v1";

/// Routes of the API, described.
pub(crate) struct Routes {
    router: Router<Server>,
    described: Vec<Described>,
}

/// One operation.
struct Described {
    path: &'static str,
    method: &'static str,
    says: &'static str,
    takes: Vec<Value>,
    body: Option<Of>,
    gives: Gives,
}

/// Makes the schema of a type.
type Of = fn(&mut SchemaGenerator) -> schemars::Schema;

/// What an operation answers.
struct Gives {
    status: &'static str,
    media: &'static str,
    schema: Option<Of>,
}

impl Gives {
    fn json<A: JsonSchema>(status: &'static str) -> Gives {
        Gives { status, media: "application/json", schema: Some(SchemaGenerator::subschema_for::<A>) }
    }
}

impl Routes {
    pub(crate) fn new() -> Routes {
        Routes { router: Router::new(), described: Vec::new() }
    }

    /// GET with the parameters Q, which answers A in JSON.
    pub(crate) fn get<Q: JsonSchema + 'static, A: JsonSchema, T: 'static>(
        self,
        path: &'static str,
        says: &'static str,
        handler: impl Handler<T, Server>,
    ) -> Routes {
        self.add("get", path, says, query::<Q>(), None, Gives::json::<A>("200"), get(handler))
    }

    /// GET with the parameters Q, which answers something else than JSON of a schema.
    pub(crate) fn get_as<Q: JsonSchema + 'static, T: 'static>(
        self,
        path: &'static str,
        says: &'static str,
        media: &'static str,
        handler: impl Handler<T, Server>,
    ) -> Routes {
        let gives = Gives { status: "200", media, schema: None };
        self.add("get", path, says, query::<Q>(), None, gives, get(handler))
    }

    /// POST of B in JSON, which answers A in JSON with this status.
    pub(crate) fn post<B: JsonSchema, A: JsonSchema, T: 'static>(
        self,
        path: &'static str,
        says: &'static str,
        status: &'static str,
        handler: impl Handler<T, Server>,
    ) -> Routes {
        let body: Of = SchemaGenerator::subschema_for::<B>;
        self.add("post", path, says, vec![], Some(body), Gives::json::<A>(status), post(handler))
    }

    /// DELETE, which answers A in JSON.
    pub(crate) fn delete<A: JsonSchema, T: 'static>(
        self,
        path: &'static str,
        says: &'static str,
        handler: impl Handler<T, Server>,
    ) -> Routes {
        self.add("delete", path, says, vec![], None, Gives::json::<A>("200"), delete(handler))
    }

    #[expect(clippy::too_many_arguments, reason = "only the four above call it")]
    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        says: &'static str,
        takes: Vec<Value>,
        body: Option<Of>,
        gives: Gives,
        route: MethodRouter<Server>,
    ) -> Routes {
        self.described.push(Described { path, method, says, takes, body, gives });
        self.router = self.router.route(&format!("{BASE}{path}"), route);
        self
    }

    /// These and those.
    pub(crate) fn merge(mut self, other: Routes) -> Routes {
        self.described.extend(other.described);
        self.router = self.router.merge(other.router);
        self
    }

    pub(super) fn into_router(self) -> Router<Server> {
        self.router
    }

    /// The API's description.
    pub(super) fn description(&self) -> Value {
        let settings = SchemaSettings::draft2020_12().with(|s| {
            s.definitions_path = "/components/schemas".into();
            s.meta_schema = None;
            // what stands in an answer is always there
            s.contract = schemars::generate::Contract::Serialize;
        });
        let mut generator = settings.into_generator();
        let problem = problem::schema(&mut generator);
        let mut paths: Map<String, Value> = Map::new();
        for of in &self.described {
            let operation = of.operation(&mut generator, &problem);
            let path = paths.entry(format!("{BASE}{}", of.path)).or_insert_with(|| json!({}));
            path[of.method] = operation;
        }
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Tellings",
                "version": env!("CARGO_PKG_VERSION"),
                "description": "The ledger: incidents, the articles that tell of them, and who says what.",
                "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            },
            "paths": paths,
            "components": { "schemas": generator.take_definitions(true) },
        })
    }
}

/// The parameters that stand in the query.
fn query<Q: JsonSchema + 'static>() -> Vec<Value> {
    let all = parameters::<Q>();
    let of = all.iter().map(|(name, schema)| {
        let mut schema = schema.clone();
        let says = schema.as_object_mut().and_then(|schema| schema.remove("description"));
        json!({ "name": name, "in": "query", "schema": schema, "description": says })
    });
    of.collect()
}

impl Described {
    fn operation(&self, generator: &mut SchemaGenerator, problem: &schemars::Schema) -> Value {
        let mut takes: Vec<Value> = self
            .path
            .split(['{', '}'])
            .skip(1)
            .step_by(2)
            .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
            .collect();
        takes.extend(self.takes.iter().cloned());
        let schema = self.gives.schema.map(|of| of(generator));
        let media = match schema {
            Some(schema) => json!({ self.gives.media: { "schema": schema } }),
            None => json!({ self.gives.media: {} }),
        };
        let mut operation = json!({
            "summary": self.says,
            "parameters": takes,
            "responses": {
                self.gives.status: { "description": "What was asked for", "content": media },
                "default": {
                    "description": "What went wrong",
                    "content": { "application/problem+json": { "schema": problem } },
                },
            },
        });
        if let Some(body) = self.body {
            let schema = body(generator);
            operation["requestBody"] =
                json!({ "required": true, "content": { "application/json": { "schema": schema } } });
        }
        operation
    }
}
