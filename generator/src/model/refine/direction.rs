//! Marks which ways the values of each type travel; types that do not travel are not generated.

use crate::model::{Answer, Api, Direction, TypeId, Types};

pub(super) fn mark(api: &mut Api) {
    for id in api.types.ids() {
        api.types.get_mut(id).direction = Direction::default();
    }
    let mut written = Vec::new();
    let mut read = Vec::new();
    for operation in &api.operations {
        written.extend(operation.parameters.iter().map(|parameter| parameter.ty));
        written.extend(operation.body_types());
        read.extend(operation.answers.iter().flat_map(Answer::types));
    }
    // What the API sends is read, whoever asked for it.
    read.extend(api.webhooks.iter().map(|webhook| webhook.body));
    read.extend(api.event);
    spread(&mut api.types, written, |direction| &mut direction.write);
    spread(&mut api.types, read, |direction| &mut direction.read);
}

fn spread(types: &mut Types, mut from: Vec<TypeId>, side: fn(&mut Direction) -> &mut bool) {
    while let Some(id) = from.pop() {
        let travels = side(&mut types.get_mut(id).direction);
        if !*travels {
            *travels = true;
            from.extend(types.held(id));
        }
    }
}
