//! How far an area reaches: the box around the towns in it.

use crate::layout::u16_at;

/// Bytes of one extent: south, west, north and east, in hundredths of a degree.
pub(crate) const EXTENT: usize = 8;
/// Kilometres of one degree along a meridian.
const DEGREE: f64 = 111.2;

/// The box around the towns of a country, region or district, in degrees. Towns lie inside a border, so the land reaches
/// a little farther; what a country has overseas under its own code is in its box too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Degrees north of its southern edge.
    pub south: f32,
    /// Degrees east of its western edge.
    pub west: f32,
    /// Degrees north of its northern edge.
    pub north: f32,
    /// Degrees east of its eastern edge; less than `west` where the box reaches over the date line.
    pub east: f32,
}

impl Extent {
    /// Returns how far a point, in degrees north and east, lies from the box in kilometres; 0 inside.
    pub fn distance_km(&self, (lat, lon): (f32, f32)) -> f64 {
        self.gap_km(&Extent { south: lat, west: lon, north: lat, east: lon })
    }

    /// Returns how many kilometres lie between two boxes; 0 where they meet.
    pub fn gap_km(&self, other: &Extent) -> f64 {
        let lat = (self.south - other.north).max(other.south - self.north).max(0.0);
        let within = |lon: f32, of: &Extent| eastward(of.west, lon) <= eastward(of.west, of.east);
        let lon = match within(other.west, self) || within(self.west, other) {
            true => 0.0,
            false => eastward(self.east, other.west).min(eastward(other.east, self.west)),
        };
        // A degree of longitude is shortest where the two come nearest to a pole.
        let nearest = self.south.abs().max(other.south.abs()).min(self.north.abs().max(other.north.abs()));
        let wide = f64::from(lon) * DEGREE * f64::from(nearest).to_radians().cos();
        (f64::from(lat) * DEGREE).hypot(wide)
    }

    /// Reads the extent that lies at `at`; `None` where there is none.
    pub(crate) fn read(bytes: &[u8], at: usize) -> Option<Extent> {
        bytes.get(at..at + EXTENT)?;
        let degrees = |nth: usize| f32::from(u16_at(bytes, at + nth * 2) as i16) / 100.0;
        let extent = Extent { south: degrees(0), west: degrees(1), north: degrees(2), east: degrees(3) };
        (extent.south <= extent.north).then_some(extent)
    }
}

/// How many degrees eastward from one meridian to another.
fn eastward(from: f32, to: f32) -> f32 {
    (to - from).rem_euclid(360.0)
}

/// Returns the bytes of the box around towns, whose points are in hundred-thousandths of a degree north and east.
pub(crate) fn around(towns: &[(i32, i32)]) -> [u8; EXTENT] {
    let mut lats: Vec<i32> = towns.iter().map(|(lat, _)| *lat).collect();
    let mut lons: Vec<i32> = towns.iter().map(|(_, lon)| *lon).collect();
    // Counted eastward from Greenwich the date line is no edge.
    let mut eastward: Vec<i32> = lons.iter().map(|lon| lon.rem_euclid(360 * 100_000)).collect();
    let edges = match (edges(&mut lats), edges(&mut lons), edges(&mut eastward)) {
        (Some(lat), Some(lon), Some(east)) => {
            let width = |(low, high): (i32, i32)| high - low;
            let lon = if width(east) < width(lon) { east } else { lon };
            let up = |edge: i32| -(-edge).div_euclid(1000);
            [lat.0.div_euclid(1000), lon.0.div_euclid(1000), up(lat.1), up(lon.1)]
        }
        // South of nothing: there is no town.
        _ => [1, 0, 0, 0],
    };
    let mut bytes = [0; EXTENT];
    for (edge, bytes) in edges.into_iter().zip(bytes.as_chunks_mut::<2>().0) {
        let edge = if edge > 18_000 { edge - 36_000 } else { edge };
        *bytes = (edge as i16).to_le_bytes();
    }
    bytes
}

/// Fewer towns than this say nothing of which of them are strays.
const FEW: usize = 10;

/// The lowest and the highest of some degrees, without strays: up to a fiftieth of them at each end, where they lie beyond
/// a gap of half of what the others span. A town under another region's code is one, and an island far out.
fn edges(degrees: &mut [i32]) -> Option<(i32, i32)> {
    degrees.sort_unstable();
    let last = degrees.len().checked_sub(1)?;
    if degrees.len() < FEW {
        return Some((degrees[0], degrees[last]));
    }
    let strays = (degrees.len() / 50).max(1);
    let gap = (degrees[last - strays] - degrees[strays]) / 2;
    let low = (1..=strays).rev().find(|at| degrees[*at] - degrees[at - 1] > gap).unwrap_or(0);
    let high = (1..=strays).rev().find(|at| degrees[last - at + 1] - degrees[last - at] > gap).unwrap_or(0);
    Some((degrees[low], degrees[last - high]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(points: &[(f64, f64)]) -> Extent {
        let towns: Vec<(i32, i32)> = points
            .iter()
            .map(|(lat, lon)| ((lat * 1e5).round() as i32, (lon * 1e5).round() as i32))
            .collect();
        Extent::read(&super::around(&towns), 0).expect("there are points")
    }

    #[test]
    fn a_box_is_around_its_towns() {
        let region = around(&[(49.99, 36.23), (48.5, 35.1), (50.3, 37.9)]);
        assert_eq!((region.south, region.west, region.north, region.east), (48.5, 35.1, 50.3, 37.9));
        assert!(region.distance_km((49.0, 36.0)) < 1e-6);
        assert!((region.distance_km((51.3, 36.0)) - 111.2).abs() < 0.5);
        assert!((region.distance_km((49.0, 38.9)) - 73.0).abs() < 2.0);
        assert!(Extent::read(&super::around(&[]), 0).is_none());
    }

    #[test]
    fn a_box_may_reach_over_the_date_line() {
        let islands = around(&[(-17.8, 177.4), (-16.8, -179.9)]);
        assert_eq!((islands.west, islands.east), (177.4, -179.9));
        assert!(islands.distance_km((-17.0, 179.0)) < 1e-6);
        assert!(islands.distance_km((-17.0, -170.0)) > 900.0);
    }

    #[test]
    fn a_stray_town_widens_no_box() {
        let mut towns: Vec<(f64, f64)> = (0..20).map(|at| (47.0 + f64::from(at) / 10.0, 37.0)).collect();
        towns.push((47.0, 31.0));
        assert_eq!(around(&towns).west, 37.0);
        assert_eq!((around(&towns).south, around(&towns).north), (47.0, 48.9));
    }

    #[test]
    fn boxes_meet_or_lie_apart() {
        let (west, east) = (around(&[(48.0, 35.0), (50.0, 37.0)]), around(&[(47.0, 36.5), (49.0, 39.0)]));
        assert!(west.gap_km(&east) < 1e-6);
        let far = around(&[(48.0, 39.0), (50.0, 41.0)]);
        assert!((west.gap_km(&far) - 143.0).abs() < 8.0);
        assert_eq!(west.gap_km(&far), far.gap_km(&west));
    }
}
